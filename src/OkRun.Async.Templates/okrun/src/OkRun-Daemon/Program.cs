using OkRun_Daemon;

return await Daemon.Create(Console.Out.WriteLineAsync, TimeProvider.System, args).RunMainAsync();
