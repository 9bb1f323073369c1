#if NET8_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;
#endif
using System.Reflection;

namespace OkRun.Async;

/// <summary>What people call a method. The compiler's names of lambdas, local functions and state machines are made readable.</summary>
/// <param name="type">The type that declares the method; a closure or a state machine stands for the type that it was made for.</param>
/// <param name="name">The name of the method, as the compiler wrote it.</param>
/// <param name="parameters">Null where they are not known.</param>
internal sealed class MethodName(Type? type, string name, ParameterInfo[]? parameters)
{
    private static readonly string[] _frameworkKeys = ["7cec85d7bea7798e", "b77a5c561934e089", "b03f5f7f11d50a3a", "cc7b13ffcd2ddd51", "adb9793829ddae60", "31bf3856ad364e35"];
    private static readonly string[] _ours = ["OkRun.Async", "OkRun.Async.Hosting", "OkRun.Async.AspNetCore", "OkRun.Async.DistributedLock"];

    /// <summary>Namespace, types, method and parameters, as in a stack trace.</summary>
    public string Full { get; } = $"{Prefix(UserType(type)?.Namespace)}{Prefix(TypeName(type))}{Readable(name)}({Parameters(parameters)})";

    /// <summary>Types and method.</summary>
    public string Short { get; } = $"{Prefix(TypeName(type))}{Readable(name)}";

    /// <summary>Type and method as its caller knows them: without local functions, and without the private method that a public one hands on to.</summary>
    public string Api { get; } = $"{Prefix(TypeName(type))}{WithoutCore(Readable(name).TrimStart('.').Split('.')[0])}";

    /// <summary>The type that declares the method, in the eyes of its author.</summary>
    public Type? Type { get; } = UserType(type);

    /// <summary>Whether the method is .NET's or ours: people look for their own.</summary>
    public bool IsFramework { get; } = type is not null && IsOfFramework(type);

    /// <summary>.NET is told by its keys: they are the same in every layout, and no other author has them.</summary>
    private static bool IsOfFramework(Type type)
    {
        var name = type.Assembly.GetName();
        return _ours.Contains(name.Name) || (name.GetPublicKeyToken() is { Length: 8 } key && _frameworkKeys.Contains(string.Concat(key.Select(each => each.ToString("x2", null)))));
    }

    /// <summary>The name that the author gave: <c>&lt;RunAsync&gt;g__Drain|0_1</c> is <c>RunAsync.Drain</c>, <c>&lt;RunAsync&gt;b__0</c> is <c>RunAsync.lambda</c>.</summary>
    public static string Readable(string raw)
    {
        if (raw.Length == 0 || raw[0] != '<' || ClosingBracket(raw) is not (> 1 and var end))
        {
            return raw.Substring(raw.LastIndexOf('.') is > 0 and var dot ? dot + 1 : 0); // an interface's method has the name of the interface too
        }

        var outer = Readable(raw.Substring(1, end - 1));
        var rest = raw.Substring(end + 1);
        return rest == "$" || rest.StartsWith("d__", StringComparison.Ordinal) ? outer
            : rest.StartsWith("b__", StringComparison.Ordinal) ? $"{outer}.lambda"
            : rest.StartsWith("g__", StringComparison.Ordinal) ? $"{outer}.{rest.Substring("g__".Length).Split('|')[0]}"
            : raw;
    }

    /// <summary>The type within its types, without its namespace and those that the compiler made.</summary>
    private static string TypeName(Type? type)
    {
        var user = UserType(type);
        return user is null ? "" : $"{Prefix(TypeName(user.DeclaringType))}{Simple(user.Name)}";
    }

    private static Type? UserType(Type? type)
    {
        while (type is { DeclaringType: { } outer } && type.Name[0] == '<')
        {
            type = outer;
        }

        return type;
    }

    /// <summary>Without the number of type parameters, and without the file of a type that is local to one.</summary>
    private static string Simple(string name)
    {
        var bare = name.Split('`')[0];
        return bare[0] == '<' && bare.IndexOf("__", StringComparison.Ordinal) is >= 0 and var at ? bare.Substring(at + 2) : bare;
    }

    private static string WithoutCore(string name) => name.EndsWith("AsyncCore", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Core".Length) : name;

    private static string Prefix(string? name) => string.IsNullOrEmpty(name) ? "" : $"{name}.";

    private static string Parameters(ParameterInfo[]? parameters) =>
        parameters is null ? "..." : string.Join(", ", parameters.Select(each => $"{Simple(each.ParameterType.Name)} {each.Name}"));

    private static int ClosingBracket(string raw)
    {
        var depth = 0;
        for (var at = 0; at < raw.Length; at++)
        {
            depth += raw[at] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0)
            {
                return at;
            }
        }

        return -1;
    }
}
