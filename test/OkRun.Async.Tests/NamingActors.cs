namespace OkRun.Async.Tests;

/// <summary>Names that nobody gave come from the text of the function.</summary>
public class NamingActors
{
    private readonly ActorGroup _group = [];
    private readonly NamingActors _consumer;

    public NamingActors() => _consumer = this;

    [Fact]
    public void A_method_gives_its_name()
    {
        Assert.Equal("_consumer.RunAsync", _group.Add(_consumer.RunAsync).Name);
        Assert.Equal("RunAsync", _group.Add(RunAsync, _ => { }).Name);
        Assert.Equal("Work.Nothing", _group.Add(Work.Nothing, _ => Task.CompletedTask).Name);
    }

    [Fact]
    public void A_lambda_gives_its_first_line()
    {
        var actor = _group.Add(async token =>
        {
            await Work.UntilTold(token);
        });

        Assert.Equal("async token =>", actor.Name);
    }

    [Fact]
    public void A_long_lambda_gives_its_first_sixty_characters()
    {
        var actor = _group.Add(token => Task.WhenAll(Work.UntilTold(token), Work.UntilTold(token), Work.UntilTold(token)));

        Assert.Equal("token => Task.WhenAll(Work.UntilTold(token), Work.UntilTold(token), Work.UntilTold(token))"[..60], actor.Name);
    }

    [Fact]
    public void A_text_of_exactly_sixty_characters_is_whole()
    {
        var text = new string('x', 60);

        Assert.Equal(text, _group.Add(Work.Nothing, executeExpression: text).Name);
        Assert.Equal(text, _group.Add(Work.Nothing, executeExpression: text + "y").Name);
        Assert.Equal(text, _group.Add(Work.Nothing, executeExpression: text + "\r\ny").Name);
    }

    /// <summary>The sixtieth character is the first half of a pair, or its second half.</summary>
    [Fact]
    public void A_text_is_not_cut_within_a_pair_of_surrogates()
    {
        const string Tea = "\U0001F375";
        var (before, after) = (new string('x', 59), new string('x', 58));

        Assert.Equal(before, _group.Add(Work.Nothing, executeExpression: before + Tea + "y").Name);
        Assert.Equal(after + Tea, _group.Add(Work.Nothing, executeExpression: after + Tea + "y").Name);
        Assert.Equal(after + Tea, _group.Add(Work.Nothing, _ => Task.CompletedTask, executeExpression: after + Tea).Name);
    }

    [Fact]
    public void All_arguments_may_be_named()
    {
        Assert.Equal("text", _group.Add(execute: Work.Nothing, interrupt: _ => { }, executeExpression: "text").Name);
        Assert.Equal("text", _group.Add(execute: Work.Nothing, interrupt: _ => Task.CompletedTask, executeExpression: "text").Name);
        Assert.Equal("name", _group.Add(name: "name", execute: Work.Nothing, interrupt: _ => { }).Name);
        Assert.Equal("name", _group.Add(name: "name", execute: Work.Nothing, interrupt: _ => Task.CompletedTask).Name);
    }

    [Fact]
    public void A_name_that_is_given_is_kept_whole()
    {
        var name = new string('x', 100);

        Assert.Equal(name, _group.Add(name, Work.Nothing).Name);
        Assert.Equal(name + "2", _group.Add(name + "2", Work.Nothing, _ => Task.CompletedTask).Name);
        Assert.Equal(name, new Actor(name, Work.Nothing).Name);
    }

    [Fact]
    public void A_compiler_that_gives_no_text_leaves_a_number()
    {
        _group.Add("first", Work.Nothing);

        Assert.Equal("actor 2", _group.Add(Work.Nothing, executeExpression: null).Name);
    }

    [Fact]
    public void Add_returns_its_actor()
    {
        var actor = new Actor("actor", Work.Nothing);

        Assert.Same(actor, _group.Add(actor));
        Assert.Equal([actor, _group.Add("other", Work.Nothing)], _group);
    }

    [Fact]
    public async Task Every_shape_of_hook_is_called()
    {
        var log = new Recorder();
        _group.Add(Work.UntilTold, _ => log.Write("1"));
        _group.Add(Work.UntilTold, _ => { log.Write("2"); return Task.CompletedTask; });
        _group.Add("named", Work.UntilTold, _ => log.Write("3"));
        _group.Add("named", Work.UntilTold, _ => { log.Write("4"); return Task.CompletedTask; });
        _group.Add(Work.Nothing);
        _group.Add(Actor.Blocking("blocking", token => token.WaitHandle.WaitOne(), _ => log.Write("5")));

        await _group.RunAsync().OrHang();

        Assert.Equal(["1", "2", "3", "4", "5"], log.Lines.Order());
    }

    private Task RunAsync(CancellationToken token) => _group.Count > 0 ? Work.UntilTold(token) : Task.CompletedTask;
}
