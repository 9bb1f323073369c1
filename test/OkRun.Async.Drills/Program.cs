// A small shop as a process, in which one thing goes wrong: `OkRun.Async.Drills bare|hosted DRILL FOLDER`. The tests of OkRun.Async.Drills.Tests are its parent, and its operator.
using OkRun.Async.Drills;

using var drill = new Drill(args[1], args[2]);
drill.Listen();
switch (args[0])
{
    case "bare":
        return await Bare.RunAsync(drill);
    default:
        await Hosted.RunAsync(drill); // what a failure makes of the exit code is the host's affair
        return Environment.ExitCode;
}
