using ModelTrends.Platform.Commands;

return await CommandLine.RunAsync(args);
