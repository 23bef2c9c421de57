using System.Buffers.Binary;
using System.Text;

namespace AccelSim.Engine.Functional.Models;

/// <summary>
/// The byte-pair tokenizer of the llama2.c project: int32 longest piece, then for each id float32 score, int32 length and UTF-8 bytes, little-endian.
/// Ids 0, 1, 2 are unknown, begin and end; 3 to 258 the raw bytes.
/// </summary>
public sealed class LlamaTokenizer
{
    public const int Begin = 1;
    public const int End = 2;
    private const int FirstByte = 3;
    private readonly byte[][] pieces;
    private readonly float[] scores;
    private readonly Dictionary<string, int> ids = [];

    private LlamaTokenizer(byte[][] pieces, float[] scores)
    {
        (this.pieces, this.scores) = (pieces, scores);
        // Pieces as Latin-1 text: one character a byte, so that any bytes make a key.
        for (int id = FirstByte + 256; id < pieces.Length; id++)
            ids.TryAdd(Encoding.Latin1.GetString(pieces[id]), id);
    }

    /// <param name="file">The file's bytes.</param>
    /// <param name="vocabulary">Ids that the model knows.</param>
    /// <exception cref="InvalidDataException">Truncated, or not this format.</exception>
    public static LlamaTokenizer Read(ReadOnlyMemory<byte> file, int vocabulary)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        int longest = bytes.Length < sizeof(int) ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
        int at = sizeof(int);
        var pieces = new byte[vocabulary][];
        var scores = new float[vocabulary];
        for (int id = 0; id < vocabulary; id++)
        {
            if (at + 8 > bytes.Length)
                throw new InvalidDataException($"the tokenizer ends inside piece {id} of {vocabulary}");
            scores[id] = BinaryPrimitives.ReadSingleLittleEndian(bytes[at..]);
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 4)..]);
            at += 8;
            if (length < 0 || length > longest || length > bytes.Length - at || !float.IsFinite(scores[id]))
                throw new InvalidDataException($"piece {id} has {length} bytes and score {scores[id]}: not a llama2.c tokenizer of {vocabulary} pieces");
            pieces[id] = bytes.Slice(at, length).ToArray();
            at += length;
        }
        return at == bytes.Length
            ? new LlamaTokenizer(pieces, scores)
            : throw new InvalidDataException($"{bytes.Length - at} bytes follow the {vocabulary} pieces: not the tokenizer of this model");
    }

    /// <summary>The text of ids; a leading begin token is dropped together with the blank that follows it.</summary>
    public string Decode(IReadOnlyList<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var text = new List<byte>();
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i] is Begin or End)
                continue;
            ReadOnlySpan<byte> piece = tokens[i] is >= FirstByte and < FirstByte + 256 ? [(byte)(tokens[i] - FirstByte)] : pieces[tokens[i]];
            bool followsBegin = i > 0 && tokens[i - 1] == Begin;
            text.AddRange(followsBegin && piece.Length > 0 && piece[0] == ' ' ? piece[1..] : piece);
        }
        return Encoding.UTF8.GetString([.. text]);
    }

    /// <summary>Begin, a blank, then the characters, merged pair by pair: the best score first, the leftmost on a tie.</summary>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<int> { Begin };
        if (text.Length > 0)
            Append(tokens, " ");
        foreach (Rune rune in text.EnumerateRunes())
            Append(tokens, rune.ToString());
        while (BestPair(tokens) is (int at, int id))
        {
            tokens[at] = id;
            tokens.RemoveAt(at + 1);
        }
        return [.. tokens];
    }

    private void Append(List<int> tokens, string character)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(character);
        if (ids.TryGetValue(Encoding.Latin1.GetString(bytes), out int id))
            tokens.Add(id);
        else
            tokens.AddRange(bytes.Select(b => b + FirstByte));
    }

    private (int At, int Id)? BestPair(List<int> tokens)
    {
        (int At, int Id)? best = null;
        for (int i = 1; i + 1 < tokens.Count; i++)
        {
            string joined = Encoding.Latin1.GetString([.. Bytes(tokens[i]), .. Bytes(tokens[i + 1])]);
            if (ids.TryGetValue(joined, out int id) && (best is null || scores[id] > scores[best.Value.Id]))
                best = (i, id);
        }
        return best;
    }

    private byte[] Bytes(int id) => id is >= FirstByte and < FirstByte + 256 ? [(byte)(id - FirstByte)] : pieces[id];
}
