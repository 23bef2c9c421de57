using System.Globalization;

namespace AccelSim.Engine.Functional.Models;

/// <summary>Token ids to score, the first of them given; with the reference's negative log-likelihood of each, NaN at position 0.</summary>
/// <param name="Name">Of the sequence.</param>
/// <param name="Tokens">Ids.</param>
/// <param name="ReferenceNll">-ln P of each token under the unmodified model, nats.</param>
public sealed record TokenSequence(string Name, IReadOnlyList<int> Tokens, IReadOnlyList<double> ReferenceNll)
{
    private const string Header = "sequence,position,token_id,nll_nats";

    /// <summary>Reads a CSV of columns sequence, position, token_id, nll_nats; positions ascend from 0 in each sequence.</summary>
    /// <exception cref="InvalidDataException">Another file, with the line at fault.</exception>
    public static IReadOnlyList<TokenSequence> Read(TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.ReadLine()?.Trim() != Header)
            throw new InvalidDataException($"a token file starts with the line '{Header}'");
        var sequences = new List<TokenSequence>();
        List<int> tokens = [];
        List<double> likelihoods = [];
        int line = 1;
        while (text.ReadLine() is { } row)
        {
            line++;
            if (row.Length == 0)
                continue;
            string[] cells = row.Split(',');
            double nll = double.NaN;
            if (cells.Length != 4 || !Whole(cells[1], out int position) || !Whole(cells[2], out int id)
                || (cells[3].Length > 0 && !double.TryParse(cells[3], NumberStyles.Float, CultureInfo.InvariantCulture, out nll)))
                throw new InvalidDataException($"line {line} of the token file is not '{Header}'");
            if (position == 0)
            {
                tokens = [];
                likelihoods = [];
                sequences.Add(new TokenSequence(cells[0], tokens, likelihoods));
            }
            if (position != tokens.Count || sequences.Count == 0 || sequences[^1].Name != cells[0])
                throw new InvalidDataException($"line {line} of the token file: position {position} of {cells[0]} does not follow the line before");
            tokens.Add(id);
            likelihoods.Add(nll);
        }
        return sequences;
    }

    private static bool Whole(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
