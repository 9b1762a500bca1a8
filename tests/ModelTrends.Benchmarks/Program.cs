using System.CommandLine;

// One verb a benchmark, each in a file of its own with `static Command Create()`; add a line here.
// dotnet run -c Release --project tests/ModelTrends.Benchmarks -- <verb>
var root = new RootCommand("Figures of speed and memory: reported, never asserted.");
root.Subcommands.Add(ModelTrends.Benchmarks.WalkBenchmark.Create());
root.Subcommands.Add(ModelTrends.Benchmarks.LineageBenchmark.Create());
root.Subcommands.Add(ModelTrends.Benchmarks.LedgerBenchmark.Create());
root.Subcommands.Add(ModelTrends.Benchmarks.ChartsBenchmark.Create());
root.Subcommands.Add(ModelTrends.Benchmarks.TrendsBenchmark.CreateShare());
root.Subcommands.Add(ModelTrends.Benchmarks.TrendsBenchmark.CreateRollup());
root.Subcommands.Add(ModelTrends.Benchmarks.ImportBenchmark.Create());
root.Subcommands.Add(ModelTrends.Benchmarks.SearchBenchmark.Create());
root.Subcommands.Add(ModelTrends.Benchmarks.PagesBenchmark.Create());
root.Subcommands.Add(ModelTrends.Benchmarks.DigestBenchmark.Create());
return await root.Parse(args).InvokeAsync();
