using BenchmarkDotNet.Running;
using Collector.Benchmarks;

BenchmarkSwitcher.FromTypes([typeof(Decoding), typeof(Projecting), typeof(Writing)]).Run(args);
