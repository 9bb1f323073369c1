using OrderDesk;

if (DaemonOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(DaemonOptions.Usage);
    return 2;
}

return await Daemon.RunAsync(options, TimeProvider.System, Console.Out, Console.Error);
