# A folder's path as others write it too: without quotes, doubled or trailing separators.
function ConvertTo-GfaPlainPath {
    param([string]$Path)
    ($Path.Trim(' ', '"') -replace '/', '\' -replace '(?<=.)\\{2,}', '\').TrimEnd('\')
}
