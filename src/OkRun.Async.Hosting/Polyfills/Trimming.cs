#if !NET
namespace System.Diagnostics.CodeAnalysis;

/// <summary>What tells the trimmer of newer targets which members a type parameter needs. Here nothing reads it.</summary>
[AttributeUsage(AttributeTargets.GenericParameter)]
internal sealed class DynamicallyAccessedMembersAttribute(DynamicallyAccessedMemberTypes memberTypes) : Attribute
{
    public DynamicallyAccessedMemberTypes MemberTypes => memberTypes;
}

[Flags]
internal enum DynamicallyAccessedMemberTypes
{
    None = 0,
    PublicConstructors = 3,
}
#endif
