using ModelTrends.Platform.Commands;
using ModelTrends.Platform.Hosting;

NativeMemory.LimitArenas();
return await CommandLine.RunAsync(args);
