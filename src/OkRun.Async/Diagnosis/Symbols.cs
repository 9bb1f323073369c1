#if NET8_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace OkRun.Async;

/// <summary>The portable symbols of the assemblies that a trace meets: embedded, or in a file beside the assembly. Open during one trace; what is read of a method is kept by its reader.</summary>
internal sealed class Symbols : IDisposable
{
    /// <summary>Stands for a method as a whole, among the numbers of its awaits.</summary>
    public const int WholeMethod = -1;

    /// <summary>Null in code that was compiled ahead of time, of which these symbols do not speak: so the reader of symbols is not in such a program.</summary>
    public static Symbols? OpenIfUseful() => RuntimeFeature.IsDynamicCodeSupported ? new() : null;

    private static readonly Guid _asyncStepping = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");

    private readonly Dictionary<Assembly, (PEReader? Image, MetadataReaderProvider? Symbols)> _open = [];

    public static IReadOnlyDictionary<int, string> Nowhere { get; } = new Dictionary<int, string>();

    /// <summary>The places of a state machine's awaits, by their numbers.</summary>
    public IReadOnlyDictionary<int, string> PlacesIn(MethodInfo moveNext)
    {
        var places = new Dictionary<int, string>();
        Read(moveNext, (reader, method, points) =>
        {
            places[WholeMethod] = $" in {FileOf(reader, points[0])}";
            var code = CodeOf(moveNext);
            foreach (var yield in YieldsIn(reader, method))
            {
                if (Array.FindLast(points, each => each.Offset <= yield) is { StartLine: > 0 } point && StateBefore(yield, code) is { } state)
                {
                    places[state] = $" in {FileOf(reader, point)}:line {point.StartLine}";
                }
            }
        });
        return places;
    }

    /// <summary>The place where a method begins.</summary>
    public string StartOf(MethodInfo method)
    {
        var place = "";
        Read(method, (reader, _, points) => place = $" in {FileOf(reader, points[0])}:line {points[0].StartLine}");
        return place;
    }

    public void Dispose()
    {
        foreach (var (image, symbols) in _open.Values)
        {
            symbols?.Dispose();
            image?.Dispose();
        }
    }

    private void Read(MethodInfo method, Action<MetadataReader, MethodDefinitionHandle, SequencePoint[]> read)
    {
        try
        {
            if (!method.Module.Assembly.IsDynamic && Open(method.Module.Assembly) is { } reader && MetadataTokens.EntityHandle(method.MetadataToken) is { Kind: HandleKind.MethodDefinition } handle)
            {
                var definition = (MethodDefinitionHandle)handle;
                var points = reader.GetMethodDebugInformation(definition).GetSequencePoints().Where(each => !each.IsHidden).ToArray();
                if (points.Length > 0)
                {
                    read(reader, definition, points);
                }
            }
        }
#pragma warning disable CA1031 // symbols that are damaged, locked or of another kind: lines are missing then, and nothing else
        catch
#pragma warning restore CA1031
        {
        }
    }

    private MetadataReader? Open(Assembly assembly)
    {
        if (!_open.TryGetValue(assembly, out var opened))
        {
            _open[assembly] = default; // if it fails once, it is not tried again
            _open[assembly] = opened = Find(assembly);
        }

        return opened.Symbols?.GetMetadataReader();
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Where it is empty, the symbols are looked for beside the application.")]
    private static (PEReader? Image, MetadataReaderProvider? Symbols) Find(Assembly assembly)
    {
        if (assembly.Location is { Length: > 0 } path)
        {
            var image = new PEReader(File.OpenRead(path));
            return image.TryOpenAssociatedPortablePdb(path, OpenIfThere, out var symbols, out _) ? (image, symbols) : (image, null);
        }

        // Whether they are of this very build cannot be checked, but StateBefore checks each line that they tell.
        var beside = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.pdb");
        return (null, File.Exists(beside) ? MetadataReaderProvider.FromPortablePdbImage([.. File.ReadAllBytes(beside)]) : null);
    }

    private static FileStream? OpenIfThere(string path) => File.Exists(path) ? File.OpenRead(path) : null;

    private static string FileOf(MetadataReader reader, SequencePoint point)
    {
        var path = reader.GetString(reader.GetDocument(point.Document).Name);
        return path[(path.LastIndexOfAny(['/', '\\']) + 1)..]; // of the machine that built it, which may be of the other kind
    }

    /// <summary>The offsets at which the method leaves its thread.</summary>
    private static IEnumerable<int> YieldsIn(MetadataReader reader, MethodDefinitionHandle method)
    {
        foreach (var handle in reader.GetCustomDebugInformation(method))
        {
            var information = reader.GetCustomDebugInformation(handle);
            if (reader.GetGuid(information.Kind) != _asyncStepping)
            {
                continue;
            }

            var blob = reader.GetBlobReader(information.Value);
            _ = blob.ReadUInt32(); // the catch handler
            while (blob.RemainingBytes > 0)
            {
                yield return (int)blob.ReadUInt32();
                _ = blob.ReadUInt32(); // where it resumes
                _ = blob.ReadCompressedInteger(); // the method in which it resumes: the same
            }
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A body that the trimmer changed does not have the pattern at the offset, and then there is no line.")]
    private static byte[] CodeOf(MethodInfo method) => method.GetMethodBody()?.GetILAsByteArray() ?? [];

    /// <summary>The number of an await is stored right before the method leaves its thread: <c>ldc.i4 N, dup, stloc.0, stfld</c>. The order of the list is not enough, for awaits that are never reached are not in it.</summary>
    private static int? StateBefore(int yield, byte[] code)
    {
        var end = yield - 7; // dup, stloc.0, stfld and its token
        return end < 1 || yield > code.Length || (code[end], code[end + 1], code[end + 2]) is not (0x25, 0x0A, 0x7D) ? null
            : code[end - 1] is >= 0x16 and <= 0x1E and var small ? small - 0x16
            : end >= 2 && code[end - 2] == 0x1F ? (sbyte)code[end - 1]
            : end >= 5 && code[end - 5] == 0x20 ? BitConverter.ToInt32(code, end - 4)
            : null;
    }
}
#endif
