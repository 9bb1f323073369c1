#if NET8_0_OR_GREATER && !NET9_0_OR_GREATER
namespace System.Diagnostics.CodeAnalysis;

/// <summary>The trimmer knows it by its name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FeatureSwitchDefinitionAttribute(string switchName) : Attribute
{
    public string SwitchName { get; } = switchName;
}
#endif
