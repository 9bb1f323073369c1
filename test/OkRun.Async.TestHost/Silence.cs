using System.Text;

namespace OkRun.Async.TestHost;

/// <summary>A console that stands still: every write blocks.</summary>
internal sealed class Silence : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Thread.Sleep(Timeout.Infinite);
}
