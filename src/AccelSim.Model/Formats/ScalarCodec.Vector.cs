using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AccelSim.Model.Formats;

public sealed partial class ScalarCodec
{
    /// <summary>
    /// Encodes whole blocks of four vectors nearest-even, bit for bit as <see cref="EncodeNearest"/> does, and returns how many values it did:
    /// it stops at the end of the last whole block and before a block with a NaN, which the caller then does one by one.
    /// </summary>
    private int EncodeWide<TCode>(ReadOnlySpan<float> values, Span<TCode> codes, uint overflow)
        where TCode : unmanaged
    {
        // Overflow to NaN drops the sign, and fnuz types have no -0: neither is worth a lane operation.
        bool hasLanes = Unsafe.SizeOf<TCode>() <= 2 && Format.Specials != SpecialValues.NanNegativeZero && (overflow == maxCode || Format.HasInfinity);
        int block = 4 * Vector<float>.Count;
        int done = 0;
        if (!hasLanes)
            return 0;
        ReadOnlySpan<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(values[..(values.Length - values.Length % block)]);
        for (int i = 0; i + 3 < wide.Length; i += 4)
        {
            var infinity = new Vector<uint>(Float32Infinity);
            var magnitudes = Vector.Max(Vector.Max(Magnitude(wide[i]), Magnitude(wide[i + 1])), Vector.Max(Magnitude(wide[i + 2]), Magnitude(wide[i + 3])));
            if (Vector.GreaterThanAny(magnitudes, infinity))
                return done;
            var low = Vector.Narrow(Lanes(wide[i], overflow), Lanes(wide[i + 1], overflow));
            var high = Vector.Narrow(Lanes(wide[i + 2], overflow), Lanes(wide[i + 3], overflow));
            Span<byte> target = MemoryMarshal.AsBytes(codes.Slice(done, block));
            if (Unsafe.SizeOf<TCode>() == 1)
            {
                Vector.Narrow(low, high).CopyTo(target);
            }
            else
            {
                MemoryMarshal.Cast<byte, Vector<ushort>>(target)[0] = low;
                MemoryMarshal.Cast<byte, Vector<ushort>>(target)[1] = high;
            }
            done += block;
        }
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Magnitude(Vector<float> values) => Vector.AsVectorUInt32(values) & new Vector<uint>(0x7FFFFFFF);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<uint> Lanes(Vector<float> values, uint overflow)
    {
        unchecked
        {
            if (isInteger)
            {
                var bound = new Vector<float>((float)maxCode);
                var integers = Vector.ConvertToInt32(Vector.Min(Vector.Max(Vector.Round(values), -bound), bound));
                return Vector.AsVectorUInt32(integers) & new Vector<uint>(codeMask);
            }
            int shift = 23 - mantissaBits;
            var magnitude = Magnitude(values);
            var odd = Vector.ShiftRightLogical(magnitude, shift) & Vector<uint>.One;
            var normal = Vector.ShiftRightLogical(magnitude + new Vector<uint>((1u << (shift - 1)) - 1) + odd, shift) - new Vector<uint>(rebias);
            // 2^23 steps of the target added to a smaller number leave it rounded, nearest-even, to whole steps in the low bits: one IEEE addition.
            var anchor = new Vector<uint>((uint)(lowestBit + 23 + 127) << 23);
            var subnormal = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude) + Vector.AsVectorSingle(anchor)) - anchor;
            var code = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(minNormalBits)), normal, subnormal);
            code = Vector.ConditionalSelect(Vector.GreaterThan(code, new Vector<uint>(maxCode)), new Vector<uint>(overflow), code);
            return code | Vector.ShiftLeft(Vector.ShiftRightLogical(Vector.AsVectorUInt32(values), 31), Format.CodeBits - 1);
        }
    }
}
