# True where a path is a junction or another kind of link: whoever laid it decides what lies behind it.
function Test-GfaLink {
    param([string]$Path)
    $item = Get-Item -LiteralPath $Path -Force -ErrorAction SilentlyContinue
    "$($item.Attributes)" -match 'ReparsePoint'
}
