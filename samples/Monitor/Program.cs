using Monitoring;

if (MonitorOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(MonitorOptions.Usage);
    return 2;
}

return await MonitorApp.RunAsync(options, Console.Error);
