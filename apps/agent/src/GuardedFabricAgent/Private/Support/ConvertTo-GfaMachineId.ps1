# An SMBIOS UUID as it is compared, or nothing where it names no single machine: no UUID at all, all zeros, all F, or what
# vendors leave in many machines at once. The server goes by the same list (lib/domain/identity.ts).
function ConvertTo-GfaMachineId {
    param([string]$Uuid)
    $id = $Uuid.Trim().ToLowerInvariant() -replace '^\{(.*)\}$', '$1'
    if ($id -notmatch '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' -or $id -match '^[0-]+$' -or $id -match '^[f-]+$') { return }
    $fillers = @(
        '03000200-0400-0500-0006-000700080009'
        '00020003-0004-0005-0006-000700080009'
        '12345678-1234-5678-90ab-cddeefaabbcc'
        '12345678-1234-1234-1234-123456789012'
        '01234567-89ab-cdef-0123-456789abcdef'
        'fefefefe-fefe-fefe-fefe-fefefefefefe'
        'ffffffff-ffff-0000-0000-000000000000'
        '11111111-1111-1111-1111-111111111111'
    )
    if ($fillers -notcontains $id) { $id }
}
