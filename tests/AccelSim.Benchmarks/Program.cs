using AccelSim.Benchmarks;
using BenchmarkDotNet.Running;

// Benchmarks of the speeds that the README names. With --quick: medians by stopwatch in this process, for machines where BenchmarkDotNet takes
// too long; scripts/bench.sh runs that. Without: BenchmarkDotNet with its own options, as in --filter '*Decode*'.
if (args is ["--quick-dram"]) return DramQuickRun.Run();
if (args is ["--engine", ..]) return EngineReport.Run(args);
return args is ["--quick", .. string[] rest] ? QuickRun.Run(rest) : BenchmarkSwitcher.FromAssembly(typeof(Points).Assembly).Run(args).Any() ? 0 : 1;
