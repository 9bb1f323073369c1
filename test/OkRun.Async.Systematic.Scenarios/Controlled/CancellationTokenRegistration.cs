namespace OkRun.Async;

/// <summary>A registration whose Dispose does not spin while its callback runs: Coyote runs one thread at a time, so that spin would never end.</summary>
internal readonly struct CancellationTokenRegistration(System.Threading.CancellationTokenRegistration registration) : IDisposable
{
    public static implicit operator CancellationTokenRegistration(System.Threading.CancellationTokenRegistration registration) => new(registration);

    public void Dispose() => registration.Unregister();
}
