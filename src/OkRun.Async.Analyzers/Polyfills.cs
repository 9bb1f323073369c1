namespace System.Runtime.CompilerServices;

/// <summary>What the compiler needs for <c>init</c> on .NET Standard 2.0.</summary>
internal static class IsExternalInit;
