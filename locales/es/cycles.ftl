## Errores, por su código

error-calendar_days = El ciclo debe abrir un día anterior al cierre y cerrar antes del día de entrega.
error-calendar_ended = Este calendario terminó: cree uno nuevo para su zona y día.
error-calendar_exists = Esta zona ya tiene un calendario para ese día de la semana: cambie ese.
error-cut_off_in_past = La hora de cierre debe estar por venir; para cerrar ahora, cierre el ciclo.
error-cycle_exists = Esta zona ya tiene un ciclo con entrega el { DATETIME($delivery_date) }.
error-cycle_not_open = Esta entrega no recibe pedidos ahora: aún no abre, o ya cerró.
error-cycle_state = El ciclo no está en el estado que este paso necesita.
error-cycle_times = Las horas del ciclo deben seguir este orden: abre, cierra, responden los productores, se entrega.
