using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace AccelSim.Gpu.Probes;

/// <summary>
/// A file of records, little-endian, one after the other: the letters ASGP, the schema (1), the lengths of header and results, the header as lines
/// of <c>key=value</c>, the results, and the first eight bytes of the SHA-256 of all that.
/// </summary>
public static class ProbeRecordFile
{
    private const int Schema = 1, FixedBytes = 16, SumBytes = 8, LongestHeader = 1 << 16, LongestResults = 1 << 28;

    private static readonly byte[] Magic = "ASGP"u8.ToArray();

    /// <summary>Appends a record.</summary>
    public static void Write(Stream stream, ProbeRecord record)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(record);
        byte[] header = Encoding.UTF8.GetBytes(string.Concat(Fields(record).Select(f => $"{f.Key}={f.Value.ReplaceLineEndings(" ")}\n")));
        var bytes = new byte[FixedBytes + header.Length + record.Results.Length + SumBytes];
        Magic.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Schema);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), record.Results.Length);
        header.CopyTo(bytes, FixedBytes);
        record.Results.CopyTo(bytes, FixedBytes + header.Length);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - SumBytes))[..SumBytes].CopyTo(bytes, bytes.Length - SumBytes);
        stream.Write(bytes);
    }

    /// <summary>Reads all records.</summary>
    /// <exception cref="FormatException">The bytes are no records, or not all of one; the message says where.</exception>
    public static ImmutableArray<ProbeRecord> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            throw new FormatException("the file is empty");
        var records = ImmutableArray.CreateBuilder<ProbeRecord>();
        for (int at = 0; at < bytes.Length;)
            records.Add(ReadOne(bytes, ref at));
        return records.ToImmutable();
    }

    private static ProbeRecord ReadOne(ReadOnlySpan<byte> bytes, ref int at)
    {
        ReadOnlySpan<byte> rest = bytes[at..];
        if (rest.Length < FixedBytes)
            throw new FormatException($"byte {at}: the file ends inside a record");
        if (!rest[..4].SequenceEqual(Magic))
            throw new FormatException($"byte {at}: no record begins here; it would begin with ASGP");
        int schema = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
        if (schema != Schema)
            throw new FormatException($"byte {at}: schema {schema}; this program reads {Schema}");
        int header = BinaryPrimitives.ReadInt32LittleEndian(rest[8..]), results = BinaryPrimitives.ReadInt32LittleEndian(rest[12..]);
        if (header is < 0 or > LongestHeader || results is < 0 or > LongestResults)
            throw new FormatException($"byte {at}: a header of {header} and results of {results} bytes are not possible");
        int whole = FixedBytes + header + results + SumBytes;
        if (rest.Length < whole)
            throw new FormatException($"byte {at}: the file ends inside a record: {rest.Length} of {whole} bytes are there");
        if (!SHA256.HashData(rest[..(whole - SumBytes)]).AsSpan(0, SumBytes).SequenceEqual(rest[(whole - SumBytes)..whole]))
            throw new FormatException($"byte {at}: the record is damaged: its sum does not fit its bytes");
        try
        {
            return Parse(Encoding.UTF8.GetString(rest.Slice(FixedBytes, header)), rest.Slice(FixedBytes + header, results).ToArray());
        }
        catch (FormatException fault)
        {
            throw new FormatException($"byte {at}: {fault.Message}");
        }
        finally
        {
            at += whole;
        }
    }

    private static IEnumerable<(string Key, string Value)> Fields(ProbeRecord record) =>
    [
        ("kind", record.Kind), ("probe", record.Probe), ("generator", record.Family), ("source", record.Source), ("sm", record.Architecture),
        ("driver", record.Driver), ("cubin_sha256", record.CubinHash), ("mnemonic", record.Mnemonic), ("input_sha256", record.InputHash),
        ("seed", Text(record.Seed)), ("tiles", Text(record.Tiles)),
    ];

    private static ProbeRecord Parse(string header, byte[] results)
    {
        var fields = new Dictionary<string, string>();
        foreach (string line in header.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                throw new FormatException($"header line '{line}' has no =");
            fields[line[..equals]] = line[(equals + 1)..];
        }
        string kind = Field(fields, "kind");
        if (kind is not (ProbeRecord.Predicted or ProbeRecord.Silicon))
            throw new FormatException($"kind is '{kind}'; {ProbeRecord.Predicted} and {ProbeRecord.Silicon} are allowed");
        return new()
        {
            Kind = kind,
            Probe = Field(fields, "probe"),
            Family = Field(fields, "generator"),
            Source = Field(fields, "source"),
            Architecture = Field(fields, "sm"),
            Driver = Field(fields, "driver"),
            CubinHash = Field(fields, "cubin_sha256"),
            Mnemonic = Field(fields, "mnemonic"),
            InputHash = Field(fields, "input_sha256"),
            Seed = Number(fields, "seed", int.MinValue, int.MaxValue),
            Tiles = Number(fields, "tiles", 1, 1 << 16),
            Results = results,
        };
    }

    private static string Field(Dictionary<string, string> fields, string key) =>
        fields.TryGetValue(key, out string? value) ? value : throw new FormatException($"the header lacks {key}");

    private static int Number(Dictionary<string, string> fields, string key, int least, int most) =>
        int.TryParse(Field(fields, key), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{key} is '{Field(fields, key)}'; a number from {least} to {most} is allowed");

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
