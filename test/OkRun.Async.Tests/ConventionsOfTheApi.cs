using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace OkRun.Async.Tests;

/// <summary>The taste of a library's API. Each test project of a library compiles this, and looks at the library that it is named after.</summary>
public class ConventionsOfTheApi
{
    private static readonly Assembly _ours = Assembly.Load(typeof(ConventionsOfTheApi).Assembly.GetName().Name!.Replace(".Tests", "", StringComparison.Ordinal));
    private static readonly Type[] _public = _ours.GetExportedTypes();

    /// <summary>Where users have a using already when they need our extension methods.</summary>
    private static readonly string?[] _ofOthers = ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder"];

    private static readonly string[] _elsewhere = [" law ", " above", " below"];

    [Fact]
    public void Public_classes_are_sealed_or_made_to_be_inherited()
    {
        var open = _public.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !_public.Any(other => other.BaseType == type));

        Assert.Empty(open);
    }

    [Fact]
    public void All_that_is_public_is_in_the_root_namespace_or_extends_what_is_in_anothers()
    {
        var elsewhere = _public.Where(type => type.Namespace != "OkRun.Async" && !(IsStatic(type) && _ofOthers.Contains(type.Namespace)));

        Assert.Empty(elsewhere);
    }

    [Fact]
    public void All_that_is_public_is_documented()
    {
        var documentation = XDocument.Load(Path.ChangeExtension(_ours.Location, ".xml"));
        var documented = documentation.Descendants("member")
            .Where(member => member.Element("summary") is { } summary && !string.IsNullOrWhiteSpace(summary.Value))
            .Select(member => member.Attribute("name")!.Value);

        var members = _public.SelectMany(type => type.GetMembers(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)).Where(IsForUsers);

        Assert.Empty(_public.Select(type => $"T:{type.FullName}").Concat(members.Select(Id)).Except(documented));
    }

    [Fact]
    public void A_type_has_one_summary_in_however_many_files_it_is()
    {
        var types = XDocument.Load(Path.ChangeExtension(_ours.Location, ".xml")).Descendants("member").Where(member => member.Attribute("name")!.Value.StartsWith("T:OkRun.", StringComparison.Ordinal));

        Assert.Empty(types.Where(type => type.Elements("summary").Count() > 1).Select(type => type.Attribute("name")!.Value));
    }

    [Fact]
    public void What_stands_at_the_cursor_needs_no_other_page()
    {
        var documentation = XDocument.Load(Path.ChangeExtension(_ours.Location, ".xml"));
        var names = _public.Select(type => type.FullName!).ToArray();
        var forUsers = documentation.Descendants("member").Where(member => names.Any(name => member.Attribute("name")!.Value[2..] is var id && (id == name || id.StartsWith($"{name}.", StringComparison.Ordinal))));

        Assert.Empty(forUsers.Where(member => _elsewhere.Any(word => member.Value.Contains(word, StringComparison.OrdinalIgnoreCase))).Select(member => member.Attribute("name")!.Value));
    }

    private static bool IsStatic(Type type) => type is { IsAbstract: true, IsSealed: true };

    /// <summary>Whether users see the member and its author wrote it. Properties and events are documented, not their accessors; what only overrides, and an implicit constructor, need no words.</summary>
    private static bool IsForUsers(MemberInfo member) => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
    {
        FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
        ConstructorInfo constructor => (constructor.IsPublic || constructor.IsFamily) && constructor.GetParameters().Length > 0,
        MethodInfo method => (method.IsPublic || method.IsFamily) && !method.IsSpecialName && method.GetBaseDefinition() == method,
        PropertyInfo property => property.GetAccessors().Length > 0,
        Type => false, // a nested one that users see is among the types
        _ => true,
    };

    /// <summary>What the compiler calls a member in the documentation file.</summary>
    private static string Id(MemberInfo member) => member switch
    {
        MethodBase method => $"M:{member.DeclaringType!.FullName}.{method.Name.Replace('.', '#')}{(method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "")}{Parameters(method)}",
        _ => $"{member.MemberType.ToString()[0]}:{member.DeclaringType!.FullName}.{member.Name}",
    };

    private static string Parameters(MethodBase method) => method.GetParameters() is { Length: > 0 } parameters
        ? $"({string.Join(",", parameters.Select(parameter => Id(parameter.ParameterType)))})"
        : "";

    private static string Id(Type type) => type switch
    {
        { IsGenericMethodParameter: true } => $"``{type.GenericParameterPosition}",
        { IsArray: true } => $"{Id(type.GetElementType()!)}[]",
        { IsGenericType: true } => $"{type.Namespace}.{type.Name.Split('`')[0]}{{{string.Join(",", type.GetGenericArguments().Select(Id))}}}",
        _ => type.FullName!,
    };
}
