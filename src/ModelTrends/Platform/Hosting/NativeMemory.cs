using System.Runtime.InteropServices;

namespace ModelTrends.Platform.Hosting;

/// <summary>
/// Memory of the native libraries that draw and measure. glibc keeps a store for each thread that ever asked it for memory and gives back
/// little: after some pictures that is three times what they need. Other C libraries have no such call and no such stores.
/// </summary>
public static class NativeMemory
{
    private const int ArenaMax = -8;

    /// <summary>Drawing takes a fraction of a second and happens on as many threads as there are cores; two stores serve them.</summary>
    private const int Arenas = 2;

    /// <summary>Call before other threads exist; later threads share what there is.</summary>
    public static void LimitArenas()
    {
        if (Find<SetOption>("mallopt") is { } set)
            _ = set(ArenaMax, Arenas);
    }

    /// <summary>Gives what is free back to the system.</summary>
    public static void Trim()
    {
        if (Find<GiveBack>("malloc_trim") is { } give)
            _ = give(0);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetOption(int option, int value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GiveBack(nuint keep);

    private static T? Find<T>(string name) where T : Delegate =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, name, out var address)
            ? Marshal.GetDelegateForFunctionPointer<T>(address)
            : null;
}
