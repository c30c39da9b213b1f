function Assert-GfaEmpty {
    param([string]$Path)
    if (@(Get-ChildItem -LiteralPath $Path -Force).Count -gt 0) { throw (Get-GfaMessage FolderForeign $Path) }
}
