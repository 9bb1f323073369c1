namespace OkRun.Async.ModelCheck;

/// <summary>The small groups whose runs are followed.</summary>
internal static class Scenes
{
    public static IEnumerable<Scene> All() => [.. Alone(), .. Together(), .. InOrder()];

    private static IEnumerable<Scene> Alone()
    {
        yield return new("nothing", [], Outside.Stop | Outside.Caller);
        yield return new("nothing, cancelled before", [], Outside.CallerBefore);
        yield return new("cancelled before", [Plain("a", hook: true, limit: true), Plain("b")], Outside.CallerBefore | Outside.Stop);
        yield return new("plain", [Plain("a", Habits.Fails | Habits.CallbacksFail)], Outside.Stop | Outside.Caller);
        yield return new("hook and limit", [Plain("a", Habits.Fails | Habits.CallbacksFail | Habits.HookFails, hook: true, limit: true)], Outside.Stop | Outside.Caller);
        yield return new("ready, hook, limit", [Aware("a", Habits.Fails | Habits.HookFails, hook: true, limit: true)], Outside.Stop | Outside.Caller | Outside.Announced);
        yield return new("one-shot", [Plain("a", Habits.Fails, hook: true, oneShot: true)], Outside.Stop | Outside.Caller | Outside.Announced);
        yield return new("one instance thrown", [Plain("a", Habits.Fails | Habits.CallbacksFail | Habits.HookFails | Habits.FailsWithOneInstance, hook: true)], Outside.Stop);
        yield return new("all of it hangs", [Plain("a", Habits.Hangs | Habits.HookHangs | Habits.CallbacksHang, hook: true, limit: true)], Outside.CertainStop | Outside.Caller);
        yield return new("no thread", [Plain("a", Habits.MayGetNoThread | Habits.HookFails, hook: true, limit: true)], Outside.Stop | Outside.Caller);
        yield return new("no timer", [Plain("a", Habits.GetsNoTimer | Habits.Fails, hook: true, limit: true)], Outside.Stop);
        yield return new("a group", [Aware("a", Habits.Reports | Habits.Fails, limit: true)], Outside.Stop | Outside.Caller);
    }

    private static IEnumerable<Scene> Together()
    {
        yield return new("two plain", [Plain("a", Habits.Fails | Habits.CallbacksFail), Plain("b", Habits.Fails | Habits.CallbacksFail)], Outside.Stop | Outside.Caller);
        yield return new("two hooks", [Plain("a", Habits.HookFails, hook: true), Aware("b", Habits.Fails, hook: true)], Outside.Stop);
        yield return new("two, one limited", [Plain("a", hook: true), Plain("b", Habits.Hangs, limit: true)], Outside.Stop | Outside.Caller);
        yield return new("two limited, no hook", [Plain("a", Habits.Fails, limit: true), Plain("b", Habits.Fails, limit: true)], Outside.Stop);
        yield return new("two one-shots", [Plain("a", Habits.Fails, oneShot: true), Aware("b", Habits.Fails, oneShot: true)], Outside.Stop | Outside.Caller | Outside.Announced);
        yield return new("announced", [Plain("a", hook: true), Plain("b", Habits.Fails)], Outside.Announced | Outside.Caller);
        yield return new("no thread, and a hook", [Plain("a", Habits.MayGetNoThread), Plain("b", hook: true)], Outside.Stop);
        yield return new("no timer, and a limit", [Plain("a", Habits.GetsNoTimer, limit: true), Plain("b", Habits.Hangs, limit: true)], Outside.Stop);
        yield return new("a group and a hook", [Aware("a", Habits.Reports), Plain("b", hook: true)], Outside.Stop);
        yield return new("hook, limit, one-shot", [Plain("a", hook: true), Plain("b", Habits.Hangs, limit: true), Plain("c", oneShot: true)], Outside.None);
        yield return new("three plain", [Plain("a"), Plain("b", Habits.Fails), Plain("c")], Outside.None);
    }

    private static IEnumerable<Scene> InOrder()
    {
        var a = Aware("a", Habits.Fails);
        yield return new("b after a", [a, Plain("b", Habits.Fails, after: [a])], Outside.Stop | Outside.Caller | Outside.Announced);
        a = Plain("a", hook: true);
        yield return new("b after a, hook, limit", [a, Plain("b", Habits.Hangs, limit: true, after: [a])], Outside.Stop | Outside.Caller);
        a = Plain("a");
        yield return new("b after a, hook hangs", [a, Plain("b", Habits.HookHangs, hook: true, limit: true, after: [a])], Outside.Stop);
        a = Aware("a", Habits.Fails, oneShot: true);
        yield return new("b after one-shot a", [a, Plain("b", Habits.Fails, after: [a])], Outside.Stop | Outside.Caller);
        a = Plain("a", oneShot: true);
        yield return new("one-shots in a row", [a, Plain("b", Habits.Fails, hook: true, oneShot: true, after: [a])], Outside.Stop);
        a = Plain("a", limit: true);
        yield return new("limits in a row", [a, Plain("b", limit: true, after: [a])], Outside.Stop);
        a = Plain("a", hook: true);
        yield return new("hooks in a row", [a, Plain("b", Habits.HookFails, hook: true, after: [a])], Outside.None);
        a = Plain("a");
        var b = Plain("b", after: [a]);
        yield return new("chain", [a, b, Plain("c", after: [b])], Outside.Stop | Outside.Caller);
        (a, b) = (Aware("a"), Plain("b"));
        yield return new("c after a and b", [a, b, Plain("c", after: [a, b])], Outside.Stop);
        a = Plain("a");
        (a, b) = (Plain("a", oneShot: true), Aware("b", Habits.Fails, oneShot: true));
        yield return new("c after one-shots", [a, b, Plain("c", hook: true, after: [a, b])], Outside.None);
        (a, b) = (Plain("a", hook: true), Plain("b", Habits.Hangs, limit: true));
        yield return new("c after hook and limit", [a, b, Plain("c", Habits.HookFails, hook: true, after: [a, b])], Outside.None);
        a = Plain("a", hook: true);
        b = Plain("b", limit: true, after: [a]);
        yield return new("chain, hooks and a limit", [a, b, Plain("c", hook: true, after: [b])], Outside.Stop);
        a = Plain("a", hook: true);
        yield return new("b and c after a, hooks", [a, Plain("b", hook: true, after: [a]), Plain("c", Habits.Hangs, limit: true, after: [a])], Outside.None);
        a = Plain("a");
        yield return new("b and c after a", [a, Plain("b", after: [a]), Aware("c", after: [a])], Outside.None);
    }

    private static Part Plain(string name, Habits habits = Habits.None, bool hook = false, bool limit = false, bool oneShot = false, Part[]? after = null) =>
        With(new(name, static _ => Task.CompletedTask), habits, hook, limit, oneShot, after);

    private static Part Aware(string name, Habits habits = Habits.None, bool hook = false, bool limit = false, bool oneShot = false, Part[]? after = null) =>
        With(new(name, static (_, _) => Task.CompletedTask), habits, hook, limit, oneShot, after);

    private static Part With(Actor actor, Habits habits, bool hook, bool limit, bool oneShot, Part[]? after) => new(
        actor with
        {
            Interrupt = hook ? static (_, _) => Task.CompletedTask : null,
            StopTimeout = limit ? TimeSpan.FromSeconds(1) : null,
            OneShot = oneShot,
            After = [.. (after ?? []).Select(static part => part.Actor)],
        },
        habits);
}
