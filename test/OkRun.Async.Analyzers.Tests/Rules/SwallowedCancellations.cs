using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>OKRUN007.</summary>
public class SwallowedCancellations
{
    public static TheoryData<string> Flagged => Cases.Of("""
        var group = new ActorGroup { async ct => { while (true) { try { await Task.Delay(100, ct); } [|catch|] (Exception e) { Console.WriteLine(e); } } } };
        ---
        var group = new ActorGroup { async ct => { for (;;) { try { await Task.Delay(100, ct); } [|catch|] { } } } };
        ---
        var group = new ActorGroup { async ct => { do { try { await Task.Delay(100, ct); } [|catch|] (OperationCanceledException) { continue; } } while (true); } };
        ---
        var group = new ActorGroup { { "a", PollAsync } };

        async Task PollAsync(CancellationToken ct)
        {
            await Task.Delay(1, ct);
            while ((true))
            {
                try { await Task.Delay(100, ct); }
                catch (IOException) when (DateTime.Now.Ticks > 1) { return; }
                catch (TaskCanceledException) { }
                [|catch|] (Exception) { await Task.Delay(1000); }
                finally { Console.WriteLine(); }
            }
        }
        ---
        var group = new ActorGroup { { "a", ct => PollAsync(3, ct) }, { "b", async ct => await PollAsync(4, ct) } };

        async Task PollAsync(int seconds, CancellationToken stopped)
        {
            while (true)
            {
                try { await foreach (var each in ReadAsync(stopped)) { await Task.Delay(each, stopped); } }
                [|catch|] (Exception) { }
            }
        }

        async IAsyncEnumerable<int> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) { yield return 1; await Task.Delay(1, ct); }
        ---
        Actor actor = Actor.Blocking("a", ct => { while (true) { try { Console.WriteLine(new BlockingCollection<int>().Take(ct)); } [|catch|] (Exception) { } } });
        ---
        Actor actor = new("a", async (ready, ct) => { ready(); while (true) { try { await Task.Delay(1, ct); return; } [|catch|] (Exception) { Action fail = () => throw new IOException(); } } });
        ---
        var group = new ActorGroup
        {
            async ct =>
            {
                while (true)
                {
                    try
                    {
                        try { await Task.Delay(1, cancellationToken: ct); } catch (IOException) { return; }
                    }
                    [|catch|] (OperationCanceledException) { }
                    catch (Exception) { return; }
                }
            },
        };
        ---
        var group = new ActorGroup { async ct => { while (!ct.IsCancellationRequested) { while (true) { try { await Task.Delay(100, ct); } [|catch|] (Exception) { } } } } };
        """);

    public static TheoryData<string> Clean => Cases.Of("""
        var group = new ActorGroup { async ct => { while (true) { try { await Task.Delay(100, ct); } catch (Exception e) when (e is not OperationCanceledException) { } } } };
        ---
        var group = new ActorGroup { async ct => { while (true) { try { await Task.Delay(100, ct); } catch (IOException) { } } } };
        ---
        var group = new ActorGroup { async ct => { while (true) { try { await Task.Delay(100, ct); } catch (TaskCanceledException) { } } } };
        ---
        var group = new ActorGroup { async ct => { while (!ct.IsCancellationRequested) { try { await Task.Delay(100, ct); } catch (Exception) { } } } };
        ---
        var group = new ActorGroup
        {
            async ct => { while (true) { try { await Task.Delay(100, ct); } catch (OperationCanceledException) { break; } catch (Exception) { } } },
            async ct => { while (true) { try { await Task.Delay(100, ct); } catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; } catch (Exception) { } } },
            async ct => { while (true) { try { await Task.Delay(100, ct); } catch (Exception) { throw; } } },
            async ct => { while (true) { try { await Task.Delay(100, ct); } catch (Exception) { await Task.Delay(1000, ct); } } },
            async ct => { while (true) { try { await Task.Delay(100, ct); } catch (Exception) { } await Task.Delay(1000, ct); } },
            async ct => { while (true) { try { await Task.Delay(100, ct); } catch (Exception) { } if (ct.IsCancellationRequested) { return; } } },
            async ct => { while (true) { try { ct.ThrowIfCancellationRequested(); await Task.Delay(100, ct); } catch (Exception) { } } },
            async ct => { while (true) { try { await Task.Delay(100, ct); } catch (Exception e) { if (e is OperationCanceledException) { return; } } } },
            async ct => { while (true) { try { await Task.Delay(100, ct); } catch (TaskCanceledException) { return; } catch (Exception) { } } },
            async ct => { while (true) { try { try { await Task.Delay(100, ct); } catch (OperationCanceledException) { return; } } catch (Exception) { } } },
            async ct => { while (true) { try { await Task.Delay(100, ct); } catch (Exception) { Environment.Exit(1); } } },
        };
        ---
        var group = new ActorGroup { async ct => { for (var tries = 0; tries < 3; tries++) { try { await Task.Delay(100, ct); } catch (Exception) { } } } };
        ---
        var group = new ActorGroup { async ct => { foreach (var each in new[] { 1, 2 }) { try { await Task.Delay(each, ct); } catch (Exception) { } } } };
        ---
        var group = new ActorGroup { async ct => { try { while (true) { await Task.Delay(100, ct); } } catch (Exception) { } } };
        ---
        var group = new ActorGroup { async ct => { while (true) { try { await Task.Delay(100); } catch (Exception) { } await Task.Delay(1, ct); } } };
        ---
        async Task NoActor(CancellationToken ct) { while (true) { try { await Task.Delay(100, ct); } catch (Exception) { } } }
        ---
        var group = new ActorGroup { ct => Task.Run(async () => { while (true) { try { await Task.Delay(100, ct); } catch (Exception) { } } }, ct) };
        ---
        var group = new ActorGroup { async ct => { while (true) { try { await Task.Delay(100, ct); } catch (SystemException) { } catch (Exception) { } } } };
        """);

    [Theory]
    [MemberData(nameof(Flagged))]
    public Task They_are_reported(string source) => Verify.ReportsAsync<SwallowsCancellation>(source);

    [Theory]
    [MemberData(nameof(Clean))]
    public Task What_leaves_or_looks_is_not(string source) => Verify.ReportsAsync<SwallowsCancellation>(source);
}
