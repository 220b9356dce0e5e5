// Sources and meters are found by name in the whole process: two exporters at once would each get the other's sessions.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
