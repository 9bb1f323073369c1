using System.Reflection;

namespace OkRun.Async.Tests;

/// <summary>Gives the options a clock that can be set, as newer targets have it.</summary>
internal static class OptionsClock
{
    private static readonly FieldInfo _clock = typeof(ActorGroupOptions).GetField("<TimeProvider>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!;

    extension(ActorGroupOptions options)
    {
        public TimeProvider TimeProvider
        {
            set => _clock.SetValue(options, value);
        }
    }
}
