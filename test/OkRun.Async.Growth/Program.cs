using OkRun.Async.Growth;

// What logger, telemetry, page and host cost for n actors. Exit code 1 where ten times the actors cost much more than ten times the time.
var isQuick = args is ["--quick"];
var most = isQuick ? 10_000 : 100_000;
var isOver = false;
isOver |= await Table.PrintAsync("`ActorGroupLogger`, from the start to the end of all", most, n => Task.FromResult(Observers.LogAll(n)));
isOver |= await Table.PrintAsync("`new ActorGroupTelemetry`, n of them alive", most, n => Task.FromResult(Observers.KeepAlive(n)));
isOver |= await Table.PrintAsync("the page as JSON, during a stop", most, Page.JsonAsync);
isOver |= await Table.PrintAsync("the first event of the page's stream, during a stop", most, Page.EventAsync);
isOver |= await Table.PrintAsync("a run in a host, start to stop, log at information", most, Host.RunAsync);
isOver |= await Script.PrintAsync();
isOver |= !isQuick && await Page.PrintIdleAsync(5_000, readers: 100);
isOver |= await Host.PrintTenThousandAsync();
return isOver ? 1 : 0;
