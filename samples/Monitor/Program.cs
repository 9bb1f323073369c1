using Monitoring;

if (MonitorOptions.Parse(args) is { } options) { return await MonitorApp.RunAsync(options, Console.Error); }
await Console.Error.WriteLineAsync(MonitorOptions.Usage);
return 2;
