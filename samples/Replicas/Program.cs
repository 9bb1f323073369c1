using Replicas;

if (ReplicaOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(ReplicaOptions.Usage);
    return 2;
}

return await Replica.RunAsync(options, Console.Out, Console.Error);
