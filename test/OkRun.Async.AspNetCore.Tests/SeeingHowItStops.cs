namespace OkRun.Async.AspNetCore.Tests;

public class SeeingHowItStops
{
    private const string Markup = "<img src=x onerror=alert(1)>";
    private const string Others = "[...document.querySelectorAll('.others li')].map(line => line.textContent).join('|')";
    private readonly Signal _end = new();
    private readonly Signal _release = new();

    [BrowserFact]
    public async Task After_a_clean_end_it_is_said_who_failed_while_stopping_and_who_was_abandoned()
    {
        await using var site = await Site.Of(AddThoseWhoStopBadly, details: true);
        await using var browser = await Browser.OpenAsync(site.Page);

        _end.Happen();
        await browser.Until("document.querySelector('.pill')?.textContent === 'failed'");

        var headline = await browser.EvaluateAsync("document.querySelector('.headline').textContent");
        Assert.StartsWith("'web' failed while stopping at ", headline, StringComparison.Ordinal);
        Assert.EndsWith($":IOException: {Markup}", headline, StringComparison.Ordinal);
        Assert.EndsWith(": 'signals' returned, which stopped the group.", await browser.EvaluateAsync("document.querySelector('.begun').textContent"), StringComparison.Ordinal);
        Assert.Equal("'stuck' did not stop within 1 ms and was abandoned.", await browser.EvaluateAsync(Others));
        Assert.Contains("'web' failed while stopping", await browser.EvaluateAsync("document.querySelector('#news').textContent"), StringComparison.Ordinal);
        Assert.Equal("0", await browser.EvaluateAsync("document.querySelectorAll('img').length"));
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Without_details_they_are_named_with_the_types_of_their_exceptions_and_the_log_has_the_rest()
    {
        await using var site = await Site.Of(AddThoseWhoStopBadly);
        await using var browser = await Browser.OpenAsync(site.Page);

        _end.Happen();
        await browser.Until("document.querySelector('.pill')?.textContent === 'failed'");

        Assert.EndsWith(":IOException (its message is in the log)", await browser.EvaluateAsync("document.querySelector('.headline').textContent"), StringComparison.Ordinal);
        Assert.DoesNotContain("onerror", await browser.EvaluateAsync("document.querySelector('main').textContent"), StringComparison.Ordinal);
        await browser.EvaluateAsync("document.querySelector('details').open = true");
        await browser.Until("document.querySelectorAll('tbody tr').length === 3");
        Assert.Equal("System.IO.IOException (its message is in the log), –, –", await browser.EvaluateAsync("[...document.querySelectorAll('td.exceptional')].map(cell => cell.textContent).join(', ')"));
    }

    [BrowserFact]
    public async Task Who_failed_first_is_not_told_twice_and_its_exception_is_under_a_heading()
    {
        await using var site = await Site.Of(group => group.Add("worker", Work.Fails(new IOException(Markup), _end)), details: true);
        await using var browser = await Browser.OpenAsync(site.Page);

        _end.Happen();
        await browser.Until("document.querySelector('.pill')?.textContent === 'failed'");

        Assert.Equal("", await browser.EvaluateAsync(Others));
        await browser.EvaluateAsync("document.querySelector('details').open = true");
        await browser.Until("document.querySelectorAll('tbody tr').length === 1");
        Assert.Equal("Exception", await browser.EvaluateAsync("document.querySelector('thead th:last-child').textContent"));
        Assert.Equal($"System.IO.IOException: {Markup}", await browser.EvaluateAsync("document.querySelector('tbody td:last-child').textContent"));
    }

    [BrowserFact]
    public async Task On_a_phone_nothing_of_the_table_is_off_the_screen_and_an_exception_has_the_whole_width()
    {
        await using var site = await Site.Of(AddThoseWhoStopBadly, details: true);
        await using var browser = await Browser.OpenAsync(site.Page);
        _end.Happen();
        await browser.Until("document.querySelector('.pill')?.textContent === 'failed'");

        await browser.NarrowAsync();
        await browser.EvaluateAsync("document.querySelector('details').open = true");
        await browser.Until("document.querySelectorAll('tbody tr').length === 3");

        Assert.Equal("0", await browser.EvaluateAsync("document.querySelector('.scroll').scrollWidth - document.querySelector('.scroll').clientWidth"));
        Assert.Equal("0", await browser.EvaluateAsync("document.querySelector('tbody tr').clientWidth - document.querySelector('td:last-child').clientWidth"));
    }

    [BrowserFact]
    public async Task An_actor_that_is_not_told_yet_says_so_and_whom_it_waits_for()
    {
        await using var site = await Site.Of(group =>
        {
            var store = group.Add("store", Work.UntilTold);
            group.Add(new Actor("web", Work.IgnoresCancellation(_release)) { After = [store] });
            group.Add("signals", Work.Ends(_end));
        });
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelectorAll('.chart li.Ready').length === 3");

        _end.Happen();
        await browser.Until("document.querySelector('li.Stopping .name')?.textContent === 'web'");

        Assert.Equal("not told yet, waits for 'web'", await browser.EvaluateAsync("document.querySelector('li.Ready .state').textContent"));
        Assert.Equal("1", await browser.EvaluateAsync("document.querySelectorAll('.chart li.Ready rect.untold').length"));
        _release.Happen();
        await browser.Until("document.querySelector('.pill').textContent === 'stopped'");
        Assert.Empty(browser.Complaints);
    }

    private void AddThoseWhoStopBadly(ActorGroup group)
    {
        group.Add("web", Work.FailsWhenTold(new IOException(Markup)));
        group.Add(new Actor("stuck", Work.NeverStops) { StopTimeout = TimeSpan.FromMilliseconds(1) });
        group.Add("signals", Work.Ends(_end));
    }
}
