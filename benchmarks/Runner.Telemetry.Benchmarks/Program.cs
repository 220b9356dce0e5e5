using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Runner.Telemetry.Benchmarks;

// In this process: a build of its own for each run takes minutes, and the calls do not depend on it.
var config = DefaultConfig.Instance.AddJob(
    Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)
);
BenchmarkSwitcher.FromTypes([typeof(Unobserved), typeof(Exported)]).Run(args, config);
