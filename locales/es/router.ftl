# Lo que muestra el servidor mismo.

web-app-missing = El servidor funciona, pero fue compilado sin la aplicación web. Compile la carpeta frontend y luego el programa.
