using BenchmarkDotNet.Running;
using Runner.Telemetry.Benchmarks;

BenchmarkSwitcher.FromTypes([typeof(Unobserved), typeof(Exported)]).Run(args);
