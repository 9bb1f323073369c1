using System.Text;
using System.Text.Json;

namespace OrderDesk;

/// <summary>The orders on disk: a JSON line for each accepted transition, holding the order as it is after it.</summary>
public sealed class OrderLog : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;

    /// <exception cref="IOException">There is no writing into the folder, or another daemon does.</exception>
    public OrderLog(string folder)
    {
        _path = Path.Combine(folder, "orders.jsonl");
        try
        {
            Directory.CreateDirectory(folder);

            // Not shared: of two daemons with one folder, the second does not start. Not buffered: what is written has left the process.
            _file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Orders cannot be kept in '{folder}': {exception.Message}", exception);
        }
    }

    /// <summary>Reads the whole log, and drops a last line that a crash has torn: no caller was told that it was accepted.</summary>
    /// <exception cref="InvalidDataException">Another line is broken. Whatever happened there, going on would hide it.</exception>
    public OrderBook Replay(TextWriter warnings)
    {
        ArgumentNullException.ThrowIfNull(warnings);
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);

        var book = OrderBook.Empty;
        ReadOnlySpan<byte> rest = bytes;
        for (var number = 1; rest.Length > 0; number++)
        {
            var length = rest.IndexOf((byte)'\n');
            var line = length < 0 ? rest : rest[..length];
            if (length >= 0 && TryRead(line) is { } order)
            {
                book = book.TryWith(order) ?? throw Broken(number, $"from {book.Find(order.Id)?.ToString() ?? "nothing"} to {order} there is no way");
                rest = rest[(length + 1)..];
                continue;
            }

            if (length >= 0 && length + 1 < rest.Length)
            {
                throw Broken(number, "it is not an order");
            }

            // Cut off, so that the next line does not continue it.
            _file.SetLength(bytes.Length - rest.Length);
            warnings.WriteLine($"warning: line {number} of '{_path}', the last one, was torn and is dropped: {Encoding.UTF8.GetString(line)}");
            break;
        }

        _file.Seek(0, SeekOrigin.End);
        return book;
    }

    /// <summary>Appends transitions. When it returns they are on the disk, and in no buffer of ours or of the system.</summary>
    /// <exception cref="IOException">The disk is full, say, or the file is no longer where it was.</exception>
    /// <remarks>After a failure the log must not be appended to again: half a line may be written. The next replay drops it.</remarks>
    public void Append(IEnumerable<Order> orders)
    {
        ArgumentNullException.ThrowIfNull(orders);
        using var lines = new MemoryStream();
        foreach (var order in orders)
        {
            JsonSerializer.Serialize(lines, order, OrderJson.Default.Order);
            lines.WriteByte((byte)'\n');
        }

        _file.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
        _file.Flush(flushToDisk: true);

        // A file that was deleted or moved away takes whatever it is given, and it would be lost. (Another one put in its place is not noticed.)
        if (!File.Exists(_path))
        {
            throw new IOException($"'{_path}' has vanished.");
        }
    }

    public void Dispose() => _file.Dispose();

    private static Order? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, OrderJson.Default.Order);
        }
        catch (JsonException)
        {
            return null; // the caller knows the number of the line, and says so
        }
    }

    private InvalidDataException Broken(int number, string why) => new($"Line {number} of '{_path}' is broken: {why}.");
}
