using System.Runtime.InteropServices;

namespace ModelTrends.Platform.Commands;

/// <summary>
/// Ctrl+C, a request to end and a closed terminal ask for an orderly stop, however often they come: jobs are interrupted, pages in hand
/// are written or rolled back, the private PostgreSQL is stopped last. Nothing ends the process before that but SIGKILL.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Stop))];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop.Cancel();
    }
}
