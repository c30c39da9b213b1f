# A list of texts, from one or from many. Typed and kept whole, so that JSON shows a list of one as a list.
function ConvertTo-GfaTextList {
    param($Value)
    [string[]]$texts = @(@($Value) | ForEach-Object { ConvertTo-GfaText $_ } | Where-Object { $null -ne $_ })
    , $texts
}
