namespace OrderDesk;

/// <summary>What the command line may say.</summary>
public sealed record DaemonOptions(string Data = "data", string Urls = "http://127.0.0.1:5080")
{
    public const string Usage = "Usage: Daemon [--data DIR] [--urls URL[;URL...]]";

    /// <summary>Reads the command line; null when it says something else.</summary>
    public static DaemonOptions? Parse(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var options = new DaemonOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count || string.IsNullOrWhiteSpace(args[i + 1]))
            {
                return null;
            }

            switch (args[i])
            {
                case "--data":
                    options = options with { Data = args[i + 1] };
                    break;
                case "--urls":
                    options = options with { Urls = args[i + 1] };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
