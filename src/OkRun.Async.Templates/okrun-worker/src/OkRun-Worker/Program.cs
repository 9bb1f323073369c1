using Microsoft.Extensions.Hosting;
using OkRun_Worker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddActors(Console.Out.WriteLineAsync, TimeProvider.System);
await builder.Build().RunAsync(); // throws what an actor has failed with: the exit code is not 0
