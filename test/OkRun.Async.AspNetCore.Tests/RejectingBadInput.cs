using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OkRun.Async.AspNetCore.Tests;

public class RejectingBadInput
{
    [Fact]
    public async Task A_page_without_groups_is_refused()
    {
        await using var app = Site.Build(_ => { });

        var thrown = Assert.Throws<InvalidOperationException>(() => app.MapActorGroups("/actors"));

        Assert.Contains("services.AddActorGroup", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_timelines_of_one_name_are_refused_by_name()
    {
        await using var app = Site.Build(services => services
            .AddSingleton(new ActorGroupTimeline("mail"))
            .AddSingleton(new ActorGroupTimeline("mail")));

        var thrown = Assert.Throws<InvalidOperationException>(() => app.MapActorGroups("/actors"));

        Assert.Contains("'mail'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_null_and_no_name_is_empty()
    {
        await using var app = Site.Build(services => services.AddSingleton(new ActorGroupTimeline("mail")));

        Assert.Throws<ArgumentNullException>(() => ((IEndpointRouteBuilder)null!).MapActorGroups("/actors"));
        Assert.Throws<ArgumentNullException>(() => app.MapActorGroups(null!));
        Assert.Throws<ArgumentException>(() => app.MapActorGroups(" "));
        Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddActorGroupTimelines());
        Assert.Throws<ArgumentException>(() => new ActorGroupTimeline(" "));
        Assert.Throws<ArgumentNullException>(() => new ActorGroupTimeline("mail") { TimeProvider = null! });
    }
}
