using System.Buffers.Binary;
using System.Text.Json;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Models;

/// <summary>
/// Reads the safetensors layout: a little-endian uint64 length, a JSON header of that length (name: dtype, shape, data_offsets; beside an optional
/// __metadata__), then the data, which the offsets must cover without gap or overlap. Types F32, F16 and BF16.
/// </summary>
public static class SafetensorsFile
{
    private const int LengthBytes = 8;
    private const string Metadata = "__metadata__";

    /// <exception cref="InvalidDataException">Truncated, foreign, of another type, or with NaN or infinity; the message says which.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length < LengthBytes)
            throw new InvalidDataException($"a safetensors file starts with {LengthBytes} bytes of header length; the file has {file.Length}");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
        if (headerLength > (ulong)(file.Length - LengthBytes))
            throw new InvalidDataException($"the header claims {headerLength} bytes of a file of {file.Length}: truncated, or not safetensors");
        ReadOnlyMemory<byte> data = file[(LengthBytes + (int)headerLength)..];
        var tensors = new Dictionary<string, StoredTensor>();
        var ranges = new List<(long First, long End)>();
        try
        {
            using JsonDocument header = JsonDocument.Parse(file.Slice(LengthBytes, (int)headerLength));
            foreach (JsonProperty entry in header.RootElement.EnumerateObject())
            {
                if (entry.Name == Metadata)
                    continue;
                long first = entry.Value.GetProperty("data_offsets")[0].GetInt64();
                long end = entry.Value.GetProperty("data_offsets")[1].GetInt64();
                if (!tensors.TryAdd(entry.Name, Tensor(entry.Name, entry.Value, data, first, end)))
                    throw new InvalidDataException($"tensor {entry.Name} occurs twice");
                ranges.Add((first, end));
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException
            or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"the header is not that of a safetensors file: {fault.Message}", fault);
        }
        CheckCover(ranges, data.Length);
        return tensors;
    }

    private static StoredTensor Tensor(string name, JsonElement entry, ReadOnlyMemory<byte> data, long first, long end)
    {
        string? type = entry.GetProperty("dtype").GetString();
        ScalarFormat format = type switch
        {
            "F32" => ScalarFormats.Fp32,
            "F16" => ScalarFormats.Fp16,
            "BF16" => ScalarFormats.Bf16,
            _ => throw new InvalidDataException($"tensor {name} is of type {type}; F32, F16 and BF16 are read"),
        };
        int[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];
        Int128 count = 1;
        foreach (int extent in shape)
            count = extent < 0 || count < 0 ? -1 : Int128.Min(count * extent, long.MaxValue);
        int width = format.Bits / 8;
        if (count < 0 || first < 0 || end > data.Length || end < first || count * width != end - first)
        {
            throw new InvalidDataException(
                $"tensor {name} of shape [{string.Join(", ", shape)}] does not fill bytes {first} to {end} of {data.Length}");
        }
        return new StoredTensor(shape, Values(name, new ScalarCodec(format), data.Span[(int)first..(int)end], width));
    }

    private static float[] Values(string name, ScalarCodec codec, ReadOnlySpan<byte> bytes, int width)
    {
        var values = new float[bytes.Length / width];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> code = bytes.Slice(i * width, width);
            values[i] = codec.Decode(width == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(code) : BinaryPrimitives.ReadUInt16LittleEndian(code));
            if (!float.IsFinite(values[i]))
                throw new InvalidDataException($"{name}: element {i} is {values[i]}; weights must be finite");
        }
        return values;
    }

    private static void CheckCover(List<(long First, long End)> ranges, long length)
    {
        long at = 0;
        foreach ((long first, long end) in ranges.Order())
        {
            if (first != at)
                throw new InvalidDataException($"the tensors leave a gap or overlap at byte {Math.Min(first, at)} of the data");
            at = end;
        }
        if (at != length)
            throw new InvalidDataException($"the tensors end at byte {at} of {length} bytes of data");
    }
}
