#if !NET9_0_OR_GREATER
namespace OkRun.Async.Tests;

/// <summary>Stands in for the lock of newer targets.</summary>
internal sealed class Lock;
#endif
