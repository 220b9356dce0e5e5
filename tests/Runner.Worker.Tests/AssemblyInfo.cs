// The tests of the pipeline mostly wait for other processes.
[assembly: Xunit.v3.Parallelization(MaxThreads = 5)]
