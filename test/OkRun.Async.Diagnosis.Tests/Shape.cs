using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;

namespace OkRun.Async.Tests;

/// <summary>One of the shapes, begun: it waits for its gate, or blocks its thread.</summary>
internal sealed partial class Shape : IDisposable
{
    private static readonly Dictionary<string, (string File, int Line)> _marks = Marks();

    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _build;

    private Shape(Assembly assembly, string build, string name)
    {
        var (type, method) = (name.Split('.')[0], name.Split('.')[1]);
        _build = build;
        var found = assembly.GetTypes().Single(each => !each.IsNested && each.FullName!.Split('`')[0] == $"Demo.{type}");
        Entry = (found.IsGenericType ? found.MakeGenericType(typeof(int)) : found).GetMethod(method, [typeof(Action), typeof(Task)])!.CreateDelegate<Func<Action, Task, Task>>();
    }

    /// <summary>Optimized with embedded symbols, not optimized with symbols beside it, optimized without symbols.</summary>
    public static TheoryData<string> Builds => ["Optimized", "Debuggable", "Bare"];

    public Func<Action, Task, Task> Entry { get; }

    public Signal Began { get; } = new();

    /// <summary>What the shape returned; null while it has not.</summary>
    public Task? Task { get; private set; }

    /// <summary>Starts a shape that awaits its gate when it returns.</summary>
    public static Shape Start(string build, string name) => Start(new Shape(Loaded(build), build, name));

    /// <summary>Starts a shape of an assembly that is loaded from memory.</summary>
    public static Shape StartIn(AssemblyLoadContext context, string build, string name)
    {
        using var image = new MemoryStream(File.ReadAllBytes(Loaded(build).Location));
        return Start(new Shape(context.LoadFromStream(image), build, name));
    }

    /// <summary>Starts a shape that keeps its thread, or that has begun when it says so.</summary>
    public static async Task<Shape> StartElsewhere(string build, string name)
    {
        var shape = new Shape(Loaded(build), build, name);
        _ = Task.Run(() => shape.Task = shape.Entry(shape.Began.Happen, shape._gate.Task));
        await shape.Began;
        return shape;
    }

    public AwaitTrace Trace() => AwaitChain.Of(Task, Entry);

    /// <summary>Lines as they should be: <c>@Mark</c> becomes the place of the mark.</summary>
    public string Lines(params string[] lines) => string.Join(Environment.NewLine, lines.Select(line => $"   {Placed(line)}"));

    /// <summary>The text with its marks replaced.</summary>
    public string Placed(string line) => Mark().Replace(line, match => _build == "Bare" ? ""
        : match.Groups[1].Success ? $" in {_marks[match.Groups[2].Value].File}"
        : $" in {_marks[match.Groups[2].Value].File}:line {_marks[match.Groups[2].Value].Line}");

    /// <summary>Waits for a text: a moment passes until the method that awaits what has begun does so.</summary>
    public async Task Shows(params string[] lines)
    {
        var expected = Lines(lines);
        using var deadline = new CancellationTokenSource(Deadline.Hung);
        while (Trace().ToString() != expected && !deadline.IsCancellationRequested)
        {
            await Task.Yield();
        }

        Assert.Equal(expected, Trace().ToString());
    }

    public void Dispose() => _gate.TrySetResult();

    private static Assembly Loaded(string build) => Assembly.Load($"OkRun.Async.Diagnosis.Shapes.{build}");

    private static Shape Start(Shape shape)
    {
        shape.Task = shape.Entry(shape.Began.Happen, shape._gate.Task);
        return shape;
    }

    private static Dictionary<string, (string File, int Line)> Marks()
    {
        var marks = new Dictionary<string, (string File, int Line)>();
        var assembly = typeof(Shape).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            foreach (var (line, text) in reader.ReadToEnd().Split('\n').Select((text, line) => (line + 1, text)))
            {
                if (text.Split("// at: ") is [_, var mark])
                {
                    marks.Add(mark.Trim(), (name, line));
                }
            }
        }

        return marks;
    }

    [GeneratedRegex(" @(file:)?([A-Za-z]+)")]
    private static partial Regex Mark();
}
