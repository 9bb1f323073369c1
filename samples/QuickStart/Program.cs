// Two actors that wait, and a third that works three times and returns: its end stops the others, the last one started first.
using OkRun.Async;

Actor database = new("database", token => WaitAsync("database", token));
Actor server = new("server", token => WaitAsync("server", token)) { After = [database] };

await new ActorGroup { database, server, new Actor("worker", WorkAsync) { After = [server] } }.RunAsync();

static async Task WaitAsync(string name, CancellationToken token)
{
    try { await Task.Delay(Timeout.InfiniteTimeSpan, token); }
    finally { Console.WriteLine($"{name}: told to stop"); }
}

static async Task WorkAsync(CancellationToken token)
{
    for (var job = 1; job <= 3; job++)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100), token);
        Console.WriteLine($"worker: job {job} done");
    }
}

// Output:
// worker: job 1 done
// worker: job 2 done
// worker: job 3 done
// server: told to stop
// database: told to stop
