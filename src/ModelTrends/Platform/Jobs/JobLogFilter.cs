using System.Diagnostics;
using Hangfire;
using Hangfire.Common;
using Hangfire.Server;
using Serilog;

namespace ModelTrends.Platform.Jobs;

/// <summary>One line when a job ends: its name, how long it took, and what went wrong.</summary>
public sealed class JobLogFilter : JobFilterAttribute, IServerFilter
{
    private const string Started = "modeltrends-started";

    public void OnPerforming(PerformingContext context) => context.Items[Started] = Stopwatch.GetTimestamp();

    public void OnPerformed(PerformedContext context)
    {
        var elapsed = Stopwatch.GetElapsedTime((long)context.Items[Started]);
        var job = context.BackgroundJob.Job;
        if (context.Exception is null)
            Log.ForContext<JobLogFilter>().Information("{Job} ended in {ElapsedMs:0} ms", job.Type.Name, elapsed.TotalMilliseconds);
        else if (context.CancellationToken.ShutdownToken.IsCancellationRequested && IsInterruption(context.Exception))
            Log.ForContext<JobLogFilter>().Information("{Job} was interrupted by the stop after {ElapsedMs:0} ms; the next worker goes on with it", job.Type.Name, elapsed.TotalMilliseconds);
        else
            Log.ForContext<JobLogFilter>().Error("{Job} failed after {ElapsedMs:0} ms: {Reason}", job.Type.Name, elapsed.TotalMilliseconds, (context.Exception.InnerException ?? context.Exception).Message);
    }

    private static bool IsInterruption(Exception exception) => exception is OperationCanceledException or JobAbortedException || exception.InnerException is OperationCanceledException or JobAbortedException;
}
