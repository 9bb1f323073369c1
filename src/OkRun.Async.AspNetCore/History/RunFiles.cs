using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OkRun.Async.Views;

namespace OkRun.Async.History;

/// <summary>The files of a group's runs: <c>000017.json</c> of a run that is over; <c>000017.mark</c> of one that is not, kept open by its process, so that no other process can open it before that has ended.</summary>
internal sealed class RunFiles(string folder, string group)
{
    private const int Kept = 20;
    private readonly string _folder = Path.Combine(folder, FolderOf(group));
    private readonly Dictionary<int, (DateTime Written, RunView? Run)> _read = [];

    /// <summary>Makes the mark of the next run.</summary>
    public (int Number, FileStream Mark) Begin()
    {
        Directory.CreateDirectory(_folder);
        for (var number = Numbers().DefaultIfEmpty().Max() + 1; ; number++)
        {
            try
            {
                return (number, new(Of(number, "mark"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(Of(number, "mark")))
            {
                // Another process was quicker.
            }
        }
    }

    /// <summary>Writes what is known of a run that is not over. What is there already is overwritten, and cut off last: a process may be killed at any point.</summary>
    public static void Note(FileStream mark, GroupView view)
    {
        mark.Position = 0;
        JsonSerializer.Serialize(mark, view, ViewJson.Default.GroupView);
        mark.SetLength(mark.Position);
        mark.Flush();
    }

    /// <summary>Writes a run that is over: whole, or not at all.</summary>
    public void End(FileStream mark, int number, GroupView view)
    {
        var unfinished = Of(number, "tmp");
        try
        {
            using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(file, view, ViewJson.Default.GroupView);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, Of(number, "json"), overwrite: true);
        }
        catch
        {
            mark.Dispose();
            File.Delete(unfinished);
            throw;
        }

        mark.Dispose();
        File.Delete(Of(number, "mark"));
    }

    /// <summary>The runs that are over, the latest first; more than are kept are deleted.</summary>
    public IReadOnlyList<RunView> List()
    {
        List<RunView> runs = [];
        foreach (var number in Numbers().Distinct().OrderDescending())
        {
            if (runs.Count >= Kept)
            {
                Delete(number);
            }
            else if (Summary(number) is { } run)
            {
                runs.Add(run);
            }
        }

        return runs;
    }

    /// <summary>A run that is over; null if there is none of that number.</summary>
    public GroupView? Read(int number)
    {
        var isOver = File.Exists(Of(number, "json"));
        try
        {
            // A mark that can be opened is that of a process that is no more.
            using var file = new FileStream(
                Of(number, isOver ? "json" : "mark"), FileMode.Open, isOver ? FileAccess.Read : FileAccess.ReadWrite, isOver ? FileShare.Read | FileShare.Delete : FileShare.None);
            if (file.Length == 0)
            {
                return null; // only just made
            }

            var view = Parse(file) ?? (isOver ? null : new(group, GroupState.Lost, 0, 0, null, 0, null, null, [], [], []));
            return view?.Name == group ? view with { Number = number, State = isOver ? view.State : GroupState.Lost } : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // of a run that goes on, or deleted meanwhile
        }
    }

    private RunView? Summary(int number)
    {
        var path = Of(number, "json");
        var written = File.GetLastWriteTimeUtc(File.Exists(path) ? path : Of(number, "mark"));
        if (!_read.TryGetValue(number, out var known) || known.Written != written)
        {
            known = (written, RunView.Of(Read(number)));
            if (known.Run is not null)
            {
                _read[number] = known;
            }
        }

        return known.Run;
    }

    private static GroupView? Parse(FileStream file)
    {
        try
        {
            return JsonSerializer.Deserialize(file, ViewJson.Default.GroupView);
        }
        catch (JsonException)
        {
            return null; // torn
        }
    }

    private void Delete(int number)
    {
        _read.Remove(number);
        try
        {
            using (new FileStream(Of(number, "mark"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            {
                File.Delete(Of(number, "json"));
                File.Delete(Of(number, "tmp"));
            }

            File.Delete(Of(number, "mark"));
        }
        catch (IOException)
        {
            // A run that goes on keeps its mark.
        }
    }

    private IEnumerable<int> Numbers() => !Directory.Exists(_folder) ? [] : Directory.EnumerateFiles(_folder)
        .Where(path => Path.GetExtension(path) is ".json" or ".mark")
        .Select(path => int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .Where(number => number > 0);

    private string Of(int number, string extension) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{number:D6}.{extension}"));

    /// <summary>A group may have any name, a folder may not.</summary>
    private static string FolderOf(string group)
    {
        var readable = string.Concat(group.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').Take(40));
        return $"{readable}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(group)).AsSpan(0, 4))}";
    }
}
