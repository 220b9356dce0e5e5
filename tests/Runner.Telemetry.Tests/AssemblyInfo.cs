// Sources and meters are found by name in the whole process: two exporters at once would each get the other's sessions.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
