using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>One of a few words.</summary>
/// <typeparam name="T">What the words stand for.</typeparam>
public sealed class EnumType<T> : ScalarType<T> where T : notnull
{
    private readonly ImmutableArray<(string Word, T Value)> members;

    public EnumType(params ReadOnlySpan<(string Word, T Value)> members) => this.members = [.. members];

    public override string Expected =>
        members.Length == 1 ? $"'{members[0].Word}'" : $"one of {string.Join(", ", members.Select(m => m.Word))}";

    public override bool TryParse(string text, ReadContext context, [MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out string? error)
    {
        foreach ((string word, T member) in members)
        {
            if (word != text) continue;
            value = member;
            error = null;
            return true;
        }
        value = default;
        error = NotThis(text) + Suggestion.For(text, members.Select(m => m.Word));
        return false;
    }

    public override string Format(T value)
    {
        foreach ((string word, T member) in members)
        {
            if (EqualityComparer<T>.Default.Equals(member, value)) return word;
        }
        throw new ArgumentOutOfRangeException(nameof(value), value, "No word stands for this value.");
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("enum");
        foreach ((string word, _) in members) writer.WriteStringValue(word);
        writer.WriteEndArray();
    }
}
