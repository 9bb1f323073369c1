// The drills mostly wait: for a heartbeat, or for a process that starts.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
